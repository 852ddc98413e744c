/** Stands in for packages that are left out of the bundle: see build.mjs. */

export const emojify = (text: string): string => text;

export default (): null => null;
