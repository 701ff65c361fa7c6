import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Resolve } from './dial.ts'
import { parseEndpointUrl, refusePrivateName } from './endpoint-url.ts'
import { openSender } from './sender.ts'
import type { AddressPolicy } from './ssrf.ts'

const strict: AddressPolicy = { allowPrivateAddresses: false, allowHighPorts: true }
const open: AddressPolicy = { allowPrivateAddresses: true, allowHighPorts: true }

/** Hosts that are an address, in every disguise. PORT is where a listener counts who gets through. */
const addresses = `
  127.0.0.1 127.1 127.0.1 127.127.127.127 0x7f.0.0.1 0177.0.0.1 0x7f000001 017700000001 2130706433
  127.0.0.1. 0 0.0.0.0 0.1.2.3 ①②⑦.⓪.⓪.① 127。0。0。1 １２７.０.０.１ %31%32%37.0.0.1
  10.0.0.1 10.255.255.255 0x0a000001 167772161 172.16.0.1 172.31.255.255 192.168.0.1 192.168.1.1
  3232235521 169.254.0.1 169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 169.254.43518
  100.64.0.1 100.100.100.200 100.127.255.254 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1
  198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1
  255.255.255.255 168.63.129.16 192.175.48.1 192.52.193.1
  [::] [::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:169.254.169.254]
  [::ffff:0:127.0.0.1] [::127.0.0.1] [::10.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::a9fe:a9fe]
  [64:ff9b:1::10.0.0.1] [2002:7f00:1::] [2002:a9fe:a9fe::1] [2001:0:4136:e378:8000:63bf:3fff:fdd2]
  [fc00::1] [fd00:ec2::254] [fd12:3456:789a::1] [fe80::1] [febf::1] [fec0::1] [ff02::1]
  [2001:db8::1] [2001:10::1] [2001:20::1] [100::1] [3fff::1] [5f00::1] [4000::1]
`
  .trim()
  .split(/\s+/)

/** Names for this machine or network that need no look-up. */
const names =
  'localhost LOCALHOST localhost. a.localhost db printer.local metadata.google.internal nas.home.arpa'.split(
    ' ',
  )

/** Names of somebody else's that lead here. */
const leading = ['localtest.me', '127.0.0.1.nip.io', 'rebind.example.com', 'xn--lclhst-wxa.example']

const toLoopback: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]

let listener: Server
let port: number
let connects = 0

beforeAll(async () => {
  listener = createServer((socket) => {
    connects += 1
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')
  })
  // Any address of this machine, IPv4 or IPv6: whoever gets out of the guard is counted here.
  listener.listen(0, '::')
  await once(listener, 'listening')
  const address = listener.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})
beforeEach(() => {
  connects = 0
})
afterAll(() => {
  listener.close()
})

function refusal(url: string, policy: AddressPolicy, livemode = false): string {
  try {
    parseEndpointUrl(url, livemode, policy)
    return 'accepted'
  } catch (error) {
    return (error as Error).message
  }
}

describe('at registration', () => {
  test('the corpus is as large as promised', () => {
    expect(addresses.length + names.length + leading.length).toBeGreaterThanOrEqual(60)
  })

  test.each([...addresses, ...names])('%s is refused, whatever its form', (host) => {
    for (const scheme of ['http', 'https']) {
      expect(refusal(`${scheme}://${host}:${port}/hook`, strict)).not.toBe('accepted')
    }
  })

  test.each(leading)('%s is refused for where it leads', async (name) => {
    const url = parseEndpointUrl(`https://${name}/hook`, true, strict)
    await expect(refusePrivateName(url, strict, toLoopback)).rejects.toMatchObject({
      code: 'url_invalid',
      param: 'url',
    })
  })

  test('a name with one private address among public ones is refused', async () => {
    const url = parseEndpointUrl('https://example.com/', true, strict)
    const mixed: Resolve = async () => [
      { address: '93.184.215.14', family: 4 },
      { address: 'fd00::1', family: 6 },
    ]
    await expect(refusePrivateName(url, strict, mixed)).rejects.toThrow('not public')
  })

  test('a name that does not exist yet is let through', async () => {
    const url = parseEndpointUrl('https://soon.example.com/', true, strict)
    const nowhere: Resolve = () => Promise.reject(new Error('ENOTFOUND'))
    await expect(refusePrivateName(url, strict, nowhere)).resolves.toBeUndefined()
  })

  test('what is wrong with a URL is said', () => {
    const live = [
      'https://example.com/hook?x=1',
      'https://93.184.215.14/hook',
      'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/',
      'https://bücher.example/hook',
      'http://example.com/hook',
      'https://user:pass@example.com/',
      'https://user@example.com/',
      'https://example.com:22/',
      'https://example.com:6379/',
      'ftp://example.com/',
      'gopher://127.0.0.1:6379/_x',
      'file:///etc/passwd',
      'javascript:alert(1)',
      '//example.com/hook',
      'https:example.com',
      'https://exa mple.com/',
      'https://example.com\\@127.0.0.1/',
      'https://example.com\n/',
      'https://',
      '',
      `https://example.com/${'a'.repeat(2_048)}`,
    ]
    const ports = { allowPrivateAddresses: false, allowHighPorts: false }
    const table = live.map(
      (url) => `${JSON.stringify(url).slice(0, 50)} ${refusal(url, ports, true)}`,
    )
    expect(table.join('\n')).toMatchInlineSnapshot(`
      ""https://example.com/hook?x=1" accepted
      "https://93.184.215.14/hook" accepted
      "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/ accepted
      "https://bücher.example/hook" accepted
      "http://example.com/hook" The URL must be https in live mode.
      "https://user:pass@example.com/" The URL must not carry a user or password.
      "https://user@example.com/" The URL must not carry a user or password.
      "https://example.com:22/" The URL cannot be used: port 22 is not one webhooks are sent to (80, 443, 8080, 8443).
      "https://example.com:6379/" The URL cannot be used: port 6379 is not one webhooks are sent to (80, 443, 8080, 8443).
      "ftp://example.com/" The URL must be a full URL, such as https://example.com/webhooks.
      "gopher://127.0.0.1:6379/_x" The URL must be a full URL, such as https://example.com/webhooks.
      "file:///etc/passwd" The URL must be a full URL, such as https://example.com/webhooks.
      "javascript:alert(1)" The URL must be a full URL, such as https://example.com/webhooks.
      "//example.com/hook" The URL must be a full URL, such as https://example.com/webhooks.
      "https:example.com" The URL must be a full URL, such as https://example.com/webhooks.
      "https://exa mple.com/" The URL must be a full URL, such as https://example.com/webhooks.
      "https://example.com\\\\@127.0.0.1/" The URL must be a full URL, such as https://example.com/webhooks.
      "https://example.com\\n/" The URL must be a full URL, such as https://example.com/webhooks.
      "https://" The URL must be a full URL, such as https://example.com/webhooks.
      "" The URL must be a full URL, such as https://example.com/webhooks.
      "https://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaa The URL is longer than 2048 characters."
    `)
    expect(refusal('http://example.com/hook', ports, false)).toBe('accepted')
  })
})

describe('at dial time', () => {
  test('no URL of the corpus is connected to, however it came to be stored', async () => {
    const sender = openSender({ policy: strict, resolve: toLoopback, timeoutMs: 5_000 })
    const answers = await Promise.all(
      [...addresses, ...names, ...leading].map((host) =>
        sender.post(`http://${host}:${port}/hook`, {}, '{}'),
      ),
    )
    expect(answers.filter(({ status }) => status !== null)).toEqual([])
    expect(connects).toBe(0)
    await sender.close()
  })

  test('were private addresses allowed, the listener would count them', async () => {
    const sender = openSender({ policy: open, resolve: toLoopback, timeoutMs: 5_000 })
    const disguises = [
      '127.0.0.1',
      '2130706433',
      '0177.0.0.1',
      '127.0.0.1.',
      '①②⑦.⓪.⓪.①',
      ...leading,
    ]
    for (const host of disguises) {
      expect(await sender.post(`http://${host}:${port}/hook`, {}, '{}')).toMatchObject({
        status: 200,
      })
    }
    expect(connects).toBe(disguises.length)
    await sender.close()
  })

  test('a name that turns private after registration is not connected to', async () => {
    let lookups = 0
    const rebinding: Resolve = async () => {
      lookups += 1
      return [{ address: lookups === 1 ? '93.184.215.14' : '127.0.0.1', family: 4 }]
    }
    const address = `http://rebind.example.com:${port}/hook`
    const url = parseEndpointUrl(address, false, strict)
    await refusePrivateName(url, strict, rebinding)
    const sender = openSender({ policy: strict, resolve: rebinding, timeoutMs: 5_000 })
    expect(await sender.post(address, {}, '{}')).toMatchObject({
      status: null,
      error: 'not sent: its name leads to an address that is not public',
    })
    expect(connects).toBe(0)
    await sender.close()
  })

  test('the address that was checked is the one connected to: a name is looked up once', async () => {
    const asked: string[] = []
    const once: Resolve = async (name) => {
      asked.push(name)
      return [{ address: asked.length === 1 ? '127.0.0.1' : '192.0.2.1', family: 4 }]
    }
    const sender = openSender({ policy: open, resolve: once, timeoutMs: 5_000 })
    const answer = await sender.post(`http://pinned.example.com:${port}/hook`, {}, '{}')
    expect(answer.status).toBe(200)
    expect(asked).toEqual(['pinned.example.com'])
    await sender.close()
  })
})
