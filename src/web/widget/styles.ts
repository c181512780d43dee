/** The widget's style sheet, adopted by its shadow root: no page's policy of content security stands against it. */
export const styles = `
:host { all: initial; color-scheme: light dark; --sheet: #fff; --text: #16191d; --quiet: #545c66; --line: #d4d9de; --theirs: #f1f3f5;
  --link: var(--link-light); --bad: #b42318; --field: #7b848e; }
@media (prefers-color-scheme: dark) {
  :host { --sheet: #171b1f; --text: #eef1f4; --quiet: #a9b2bc; --line: #39414a; --theirs: #272d33; --link: var(--link-dark); --bad: #ff9d94;
    --field: #8b95a0; }
}
*, ::before, ::after { box-sizing: border-box; }
:host, button, input, textarea { font: 16px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
:host { color: var(--text); }
[hidden] { display: none !important; }
h1, h2, p, ul, form, fieldset { margin: 0; padding: 0; border: 0; }
ul { list-style: none; }
button { color: inherit; background: none; border: 1px solid transparent; border-radius: 10px; padding: 9px 14px; min-height: 44px; cursor: pointer; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
svg { width: 24px; height: 24px; display: block; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }

.launcher { position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; width: 60px; height: 60px; padding: 0; border-radius: 50%;
  display: grid; place-items: center; background: var(--accent); color: var(--accent-ink); border: 2px solid #fff; box-shadow: 0 3px 14px #0005; }
.launcher svg { width: 28px; height: 28px; }
.launcher:focus-visible { outline-color: #fff; box-shadow: 0 0 0 6px #000; }
.badge { position: absolute; top: -6px; right: -6px; min-width: 24px; height: 24px; padding: 0 6px; border-radius: 12px; background: #b42318;
  color: #fff; font-size: 13px; line-height: 22px; text-align: center; border: 1px solid #fff; }

.window { display: flex; flex-direction: column; padding: 0; border: 1px solid var(--line); background: var(--sheet); color: var(--text); overflow: hidden; }
dialog.window { position: fixed; inset: auto 20px 92px auto; margin: 0; z-index: 2147483000; width: 392px; max-width: calc(100vw - 40px);
  height: min(640px, calc(100dvh - 112px)); max-height: none; border-radius: 16px; box-shadow: 0 12px 44px #0004; }
dialog:not([open]) { display: none; }
@media (max-width: 480px), (max-height: 480px) {
  dialog.window { inset: 0; width: 100%; max-width: none; height: 100dvh; border: 0; border-radius: 0; }
  .launcher[aria-expanded=true] { display: none; }
}
.page { height: 100dvh; max-width: 760px; margin: 0 auto; border-width: 0 1px; }
@media (max-width: 760px) { .page { border: 0; } }

header { display: flex; align-items: center; gap: 8px; padding: 8px 10px 8px 16px; min-height: 60px; background: var(--accent); color: var(--accent-ink);
  border-bottom: 1px solid transparent; }
header > div { flex: 1; min-width: 0; }
h1, h2 { font-size: 17px; line-height: 1.3; font-weight: 650; overflow-wrap: anywhere; }
header p::first-letter { text-transform: uppercase; }
header p { font-size: 13.5px; line-height: 1.3; overflow-wrap: anywhere; }
header button { flex: none; width: 44px; padding: 0; display: grid; place-items: center; }
header :focus-visible { outline-color: var(--accent-ink); outline-offset: -3px; }
.strip { padding: 4px 12px; border-bottom: 1px solid var(--line); text-align: center; font-size: 14px; color: var(--quiet); }
.strip.offline { padding: 9px 12px; color: var(--text); background: var(--theirs); }
.plain { color: var(--link); text-decoration: underline; font-size: 14.5px; padding: 4px 8px; }

.log { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 14px; display: flex; flex-direction: column; scrollbar-gutter: stable; }
.log:focus-visible { outline-offset: -3px; }
.log > ul { display: flex; flex-direction: column; gap: 3px; margin-top: auto; }
.older { align-self: center; }
li { display: flex; flex-direction: column; align-items: flex-start; }
li.mine { align-items: flex-end; }
.day { align-self: center; margin: 12px 0 8px; font-size: 13px; color: var(--quiet); }
.bubble { max-width: min(86%, 560px); padding: 9px 13px; border-radius: 16px; background: var(--theirs); white-space: pre-wrap; overflow-wrap: anywhere;
  border: 1px solid transparent; }
.theirs .bubble { border-bottom-left-radius: 5px; }
.mine .bubble { background: var(--accent); color: var(--accent-ink); border-bottom-right-radius: 5px; }
.system .bubble { background: none; color: var(--quiet); font-size: 14px; align-self: center; text-align: center; }
.bubble a { color: var(--link); }
.mine .bubble a { color: inherit; }
.bubble a:focus-visible { outline-color: currentColor; }
.about { font-size: 12.5px; color: var(--quiet); margin: 2px 5px 9px; }
.bad { color: var(--bad); }
.about button { margin-inline-start: 6px; min-height: 28px; padding: 2px 8px; font-size: inherit; color: var(--link); text-decoration: underline; }
.dots { display: inline-flex; gap: 5px; align-items: center; height: 1.45em; }
.dots i { width: 7px; height: 7px; border-radius: 50%; background: var(--quiet); animation: beat 1.2s infinite ease-in-out; }
.dots i:nth-child(2) { animation-delay: .15s; }
.dots i:nth-child(3) { animation-delay: .3s; }
@keyframes beat { 0%, 60%, 100% { opacity: .35; } 30% { opacity: 1; } }
.work { color: var(--quiet); font-style: italic; }
.below { position: relative; }
.newest { position: absolute; bottom: 100%; left: 50%; transform: translate(-50%, -8px); background: var(--sheet); border-color: var(--line); color: var(--link);
  box-shadow: 0 2px 10px #0003; font-size: 14.5px; white-space: nowrap; }

.quick { display: flex; flex-wrap: wrap; gap: 8px; padding: 4px 14px 10px; }
.quick button { border-color: var(--link); color: var(--link); border-radius: 22px; font-size: 15px; text-align: start; overflow-wrap: anywhere; }
.quick button:hover, .newest:hover { background: var(--theirs); }
.composer { display: flex; align-items: flex-end; gap: 8px; padding: 10px 12px; border-top: 1px solid var(--line); }
textarea, input { width: 100%; color: var(--text); background: var(--sheet); border: 1px solid var(--field); border-radius: 12px; padding: 10px 12px; margin: 0; }
textarea { flex: 1; min-width: 0; min-height: 46px; max-height: 132px; resize: none; field-sizing: content; display: block; }
textarea:focus-visible, input:focus-visible { outline-offset: 0; }
::placeholder { color: var(--quiet); opacity: 1; }
.main { background: var(--accent); color: var(--accent-ink); font-weight: 600; }
.main:hover { filter: brightness(1.08); }
.main:disabled { opacity: .6; cursor: default; }
.composer .main { flex: none; width: 46px; height: 46px; padding: 0; display: grid; place-items: center; }
.over { padding: 22px 18px; border-top: 1px solid var(--line); text-align: center; }
.over button { margin-top: 12px; }
.over.alone { order: 1; margin: auto; border: 0; font-size: 18px; max-width: 30em; }
.log:has(~ .alone) { display: none; }

dialog.verify { border: 1px solid var(--line); border-radius: 14px; padding: 20px; width: min(360px, calc(100vw - 32px)); max-height: calc(100dvh - 32px);
  background: var(--sheet); color: var(--text); overflow: auto; }
dialog::backdrop { background: #000a; }
.verify form { display: flex; flex-direction: column; gap: 12px; margin-top: 10px; }
.verify label { display: block; font-size: 15px; }
.verify .row { display: flex; flex-wrap: wrap; gap: 8px; }
.verify .row button:not(.main) { color: var(--link); text-decoration: underline; }
.verify p { font-size: 15px; }

@media (prefers-reduced-motion: reduce) { *, ::before, ::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; } }
@media (forced-colors: active) {
  .launcher, .main, .bubble, header, .badge { border: 1px solid CanvasText; }
  .dots i { background: CanvasText; }
  :focus-visible, .launcher:focus-visible { outline-color: Highlight; }
}
`
