/** The whole style of the documentation page. Long words break, so that nothing is wider than a phone. */
export const docsStyle = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --strong: #0a6; }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; }
h3 { font-size: 1.1rem; margin: 0 0 .5rem; }
h4 { margin: 1rem 0 .25rem; font-size: .95rem; }
a { color: inherit; }
code, pre { font: .9em/1.4 ui-monospace, monospace; }
pre { background: var(--soft); padding: .75rem; overflow-x: auto; border-radius: .4rem; white-space: pre-wrap; }
section { border-top: 1px solid var(--line); padding: 1rem 0; }
nav ul { list-style: none; padding: 0; }
.intro { white-space: pre-line; }
.fields { padding-left: 1.1rem; margin: .25rem 0; }
.inner { padding-left: 1rem; }
.method { display: inline-block; min-width: 3.6rem; font-weight: 700; color: var(--strong); }
.scope { font-size: .9rem; opacity: .8; }
`
