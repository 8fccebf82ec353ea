// What the pages have in common about keys.

/** The key of an event as the pages name it: letters are small. */
export const named = event => event.key.length === 1 ? event.key.toLowerCase() : event.key;

/** Whether a key belongs to the browser or the system, such as Ctrl+S. A character that needs AltGr is a plain key. */
export const isCommand = event => (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph');

const isOn = (event, selector) => event.target instanceof Element && event.target.matches(selector);

/** Whether a field needs the key itself: letters, digits and arrows. */
export const isTyping = event =>
  isOn(event, 'input:not([type="checkbox"]), select, textarea, dialog *');

/** Whether the key presses what has the focus. */
export const isPressing = event =>
  event.key === ' ' && isOn(event, 'button:enabled, summary, input') || event.key === 'Enter' && isOn(event, 'button:enabled, summary, a');
