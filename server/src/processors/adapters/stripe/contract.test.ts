import { adapterContract } from '../../contract-tests.ts'
import { stripe } from './index.ts'

adapterContract('stripe', {
  adapter: stripe,
  simulator: 'stripe',
  credentials: { secret_key: 'sk_test_contract', webhook_secret: 'whsec_contract' },
  endpoint: { account: 'sk_test_contract', secret: 'whsec_contract' },
  signsTime: true,
})
