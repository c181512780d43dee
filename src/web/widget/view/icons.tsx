/** @jsxImportSource hono/jsx/dom */

const Icon = ({ d }: { d: string }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={d} />
  </svg>
)

export const ChatIcon = () => <Icon d="M21 11.5a8.4 8.4 0 0 1-12 7.6L3 21l1.9-5.9A8.4 8.4 0 1 1 21 11.5z" />
export const CloseIcon = () => <Icon d="M6 6l12 12M18 6L6 18" />
export const SendIcon = () => <Icon d="M4 12l16-8-5 16-3.5-6.5zM11.5 13.5L20 4" />
