/** An older release of Stripe's package. Its own types describe a module named `stripe`; today's fit what we call. */
declare module 'stripe-20' {
  export { default } from 'stripe'
}
