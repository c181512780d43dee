import type { DemoSeed } from './types.ts'

const hours = (weekdays: number[], opens: string, closes: string) =>
  weekdays.map((weekday) => ({ weekday, opens, closes }))

/** The business of the demo: two locations on the South Shore of Massachusetts. */
export const shop: Pick<DemoSeed, 'tenant' | 'locations'> = {
  tenant: {
    slug: 'demo',
    name: 'Johnson Bros. Plumbing & Heating',
    industry: 'multi',
    settings: {
      assistantName: 'Riley',
      promptBudget: 1500,
      rules: [
        'Never promise a price for work that nobody has looked at; give the catalogue price as "from".',
        'The diagnostic fee is waived when the repair goes ahead.',
        'Members of the Family Discount plan pay no weekend surcharge.',
      ],
      chat: {
        greeting: 'Hi! Riley here, the assistant of Johnson Bros. How can we help?',
        accentColor: '#1d4ed8',
        quickReplies: ['I need a repair', 'When is my next visit?', 'What are your hours?'],
      },
      membershipNames: { family_discount: 'Family Discount', vip: 'VIP Service Plan' },
    },
  },
  locations: [
    {
      slug: 'quincy',
      name: 'Quincy',
      timeZone: 'America/New_York',
      street: '48 Furnace Brook Pkwy',
      city: 'Quincy',
      state: 'MA',
      zip: '02169',
      phone: '+16175550100',
      email: 'quincy@johnsonbros.example',
      onCallPhone: '+16175550190',
      isDefault: true,
      hours: [...hours([1, 2, 3, 4, 5], '07:30', '17:30'), ...hours([6], '08:00', '13:00')],
    },
    {
      slug: 'weymouth',
      name: 'Weymouth',
      timeZone: 'America/New_York',
      street: '210 Bridge St',
      city: 'Weymouth',
      state: 'MA',
      zip: '02191',
      phone: '+17815550100',
      email: 'weymouth@johnsonbros.example',
      onCallPhone: '+17815550190',
      hours: hours([1, 2, 3, 4, 5], '08:00', '17:00'),
    },
  ],
}
