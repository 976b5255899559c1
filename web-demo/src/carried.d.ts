// What build/pages.js puts into the page: gzip in base64.
declare module "virtual:module" {
  const text: string;
  export default text;
}
declare module "virtual:example" {
  const text: string;
  export default text;
}
declare module "virtual:example-truth" {
  const text: string;
  export default text;
}
