/** What stands around the widget on the hosted page; the widget has its own. */
export const chatPageStyle = `
:root { color-scheme: light dark }
body { margin: 0; background: #e9ecef; color: #16191d; font: 17px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
main { min-height: 100dvh }
.note { max-width: 34rem; margin: 0 auto; padding: 18vh 20px 0; text-align: center }
@media (prefers-color-scheme: dark) { body { background: #0e1114; color: #eef1f4 } }
`
