/** `Object.entries` with the names that the type knows. */
export const entries = <T extends object>(of: T) =>
  Object.entries(of) as { [K in keyof T & string]: [K, T[K]] }[keyof T & string][];

/** `jobs/send-confirmation` as a construct is called: `JobsSendConfirmation`. */
export const pascal = (name: string): string =>
  name
    .split(/[/_-]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
