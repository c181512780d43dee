/** The TwiML that tells Twilio to do nothing more; answer it as `text/xml`. */
export const emptyTwiml = (): string => '<?xml version="1.0" encoding="UTF-8"?><Response/>'
