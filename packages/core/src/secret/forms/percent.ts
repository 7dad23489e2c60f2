/** A text in percent codes, as URLs and forms have it. */
export function percentForms(text: string): string[] {
  const component = encodeURIComponent(text);
  // encodeURIComponent leaves !'()* as they are; RFC 3986 encoders and HTML forms do not.
  const strict = component.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = strict.replace(/%2A/g, "*").replace(/~/g, "%7E");
  const plus = [component, strict, form].map((each) => each.replace(/%20/g, "+"));
  return bothCases([component, strict, form, strict.replace(/%2F/g, "/"), ...plus]);
}

/** A text as a whole URL has it, whose delimiters stay. */
export function urlForms(text: string): string[] {
  return bothCases([encodeURI(text)]);
}

function bothCases(forms: readonly string[]): string[] {
  return forms.flatMap((each) => [each, each.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
}
