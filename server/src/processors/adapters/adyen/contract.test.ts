import { adapterContract } from '../../contract-tests.ts'
import { adyen } from './index.ts'
import { account, publishedKey } from './test-fixtures.ts'

adapterContract('adyen', {
  adapter: adyen,
  simulator: 'adyen',
  basePath: '/v71',
  credentials: account.credentials,
  endpoint: { account: account.credentials.apiKey, secret: publishedKey },
  signsTime: false,
})
