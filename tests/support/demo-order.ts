/** An order as the demo business writes it to its topic, for the stream of the catalog. */
export function demoOrder(id: number, { amount, placedAt }: { readonly amount: number; readonly placedAt: number }) {
  return {
    order_id: id,
    placed_at: new Date(placedAt).toISOString(),
    region: 'EMEA',
    country: 'Germany',
    channel: 'web',
    category: 'Toys & Games',
    product: 'Puzzle 1000',
    is_gift: false,
    units: 1,
    amount,
    discount: 0,
    cost: 5,
    margin: amount - 5,
    refunded: 0,
    refund: 0,
  }
}
