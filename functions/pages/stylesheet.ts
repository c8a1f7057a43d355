import { type Palette, palettes } from './colour.ts';

const variables = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${colour}`)
    .join(';');

/**
 * The style of every page, in a brand's colour. One sheet per colour, without anything from outside: no font, no image. Phone first.
 * The system's own typefaces are the fastest, and what their reader is used to.
 */
export function stylesheet(brandColour: string | undefined): string {
  const { light, dark } = palettes(brandColour);
  return `
:root{color-scheme:light dark;${variables(light)};--shadow:0 1px 2px rgb(15 23 42/.06),0 12px 32px rgb(15 23 42/.08)}
@media (prefers-color-scheme:dark){:root{${variables(dark)};--shadow:0 0 0 1px rgb(255 255 255/.06)}}
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;min-height:100vh;min-height:100svh;display:flex;flex-direction:column;background:var(--canvas);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif;overflow-wrap:break-word}
h1,h2,p,ul,ol,dl,dd,fieldset,legend{margin:0;padding:0}
h1{font-size:min(1.625rem,6.75vw);line-height:1.2;font-weight:700;letter-spacing:-.02em;text-wrap:balance}
h2{font-size:1.0625rem;line-height:1.4;font-weight:650}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.2em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
.column{width:100%;max-width:36rem;margin-inline:auto;padding-inline:.75rem}
.wide .column{max-width:52rem}
.band{background:var(--band);color:var(--on-band);padding-block:.75rem 5.5rem}
.band .column{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.25rem 1rem;padding-inline:1.25rem}
.band a{color:inherit}
.band :focus-visible{outline-color:currentcolor}
.brand{display:inline-flex;align-items:center;min-height:44px;font-size:1.125rem;font-weight:700;letter-spacing:-.01em;text-decoration:none}
.logo{display:block;max-width:11rem;max-height:2.25rem;padding:.375rem .625rem;border-radius:.5rem;background:#fff;box-sizing:content-box}
.languages{list-style:none;display:flex;flex-wrap:wrap;margin-inline:-.4375rem;font-size:.875rem}
.languages a,.languages span{display:flex;align-items:center;min-width:44px;min-height:44px;padding-inline:.4375rem;justify-content:center}
.languages span{font-weight:700}
main{margin-block:-4.5rem 1rem}
.sheet{padding:1.75rem 1.25rem;background:var(--paper);border-radius:1.25rem;box-shadow:var(--shadow)}
.sheet>*+*{margin-top:1.25rem}
.sheet>h1+*{margin-top:.75rem}
.sheet>h2{margin-top:2rem}
.sheet>h2+*{margin-top:.5rem}
.lead{font-size:1.0625rem;text-wrap:pretty}
.quiet{color:var(--muted);font-size:.9375rem}
.mark{display:grid;place-items:center;width:3.5rem;height:3.5rem;border-radius:50%;background:var(--wash);color:var(--accent)}
.mark svg{width:1.75rem;height:1.75rem;fill:none;stroke:currentcolor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.form>*+*{margin-top:1.5rem}
.field+.field{margin-top:1.25rem}
.field label{display:block;font-weight:600}
.field input{display:block;width:100%;min-height:3rem;margin-top:.375rem;padding:.625rem .875rem;border:1px solid var(--field);border-radius:.625rem;background:var(--paper);color:inherit;font:inherit}
.field input:focus-visible{outline-offset:0;border-radius:.625rem;border-color:var(--accent)}
.optional{font-weight:400;color:var(--muted)}
.wrong{display:block;margin-top:.375rem;color:var(--danger);font-size:.9375rem;font-weight:600}
.field input[aria-invalid]{border:2px solid var(--danger)}
fieldset{min-width:0;border:0}
legend{font-size:1.125rem;font-weight:650}
legend+.field{margin-top:.875rem}
.hint{color:var(--muted);font-size:.9375rem}
.choice{margin-top:.75rem;border:1px solid var(--line);border-radius:.75rem;line-height:1.5}
.choice:hover{border-color:var(--field)}
.choice:has(:checked){border-color:var(--accent);background:var(--wash)}
.choice label{display:flex;gap:.875rem;min-height:44px;padding:.875rem 1rem;cursor:pointer;text-wrap:pretty}
.choice input{flex:none;width:1.375rem;height:1.375rem;margin:.0625rem 0 0;accent-color:var(--accent);cursor:pointer}
.who{margin:-.375rem 1rem .875rem 3.25rem;color:var(--muted);font-size:.9375rem}
.who a{display:inline-block;padding-block:.375rem}
.nobody{position:absolute;left:-10000px;width:1px;height:1px;overflow:hidden}
.button{display:inline-flex;align-items:center;justify-content:center;width:100%;min-height:3.25rem;padding:.75rem 1.75rem;border:2px solid var(--edge);border-radius:.75rem;background:var(--button);color:var(--on-button);font:inherit;font-size:1.0625rem;font-weight:650;text-align:center;text-decoration:none;cursor:pointer}
.button:hover{text-decoration:underline}
.button:focus-visible{border-radius:.75rem}
.button.second{border-color:var(--field);background:transparent;color:var(--accent)}
.fine{padding-top:1.25rem;border-top:1px solid var(--line);color:var(--muted);font-size:.9375rem}
.fine>*+*{margin-top:.625rem}
.list{list-style:none;border:1px solid var(--line);border-radius:.75rem;background:var(--wash)}
.list li{position:relative;padding:.875rem 1rem .875rem 2.875rem;line-height:1.5}
.list li+li{border-top:1px solid var(--line)}
.list li::before{content:"";position:absolute;left:1.125rem;top:1.1875rem;width:.875rem;height:.4375rem;border:solid var(--accent);border-width:0 0 2px 2px;transform:rotate(-45deg)}
.list.ended li::before{top:1.5625rem;height:0;border-width:0 0 2px;transform:none}
.steps{padding-left:1.25rem}
.steps li+li{margin-top:.5rem}
.facts{display:grid;gap:.875rem;padding:1rem;border-radius:.75rem;background:var(--wash)}
.facts dt{color:var(--muted);font-size:.875rem}
.facts dd{font-weight:600}
.links{list-style:none;display:flex;flex-wrap:wrap;gap:0 1.5rem}
.links a{display:inline-flex;align-items:center;min-height:44px}
.summary{padding:1rem 1.125rem;border:2px solid var(--danger);border-radius:.75rem}
.summary h2{color:var(--danger)}
.summary ul{margin-top:.375rem;padding-left:1.125rem}
.summary:focus-visible{outline:none;border-radius:.75rem}
.summary li{padding-block:.25rem}
.summary a{color:var(--danger)}
.tongues{list-style:none}
.tongues li{padding-block:1rem}
.tongues li+li{border-top:1px solid var(--line)}
.snippet{display:block;width:100%;margin-top:.75rem;padding:1rem;border:1px solid var(--field);border-radius:.75rem;background:var(--wash);color:inherit;font:.8125rem/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre;resize:vertical}
footer{margin-top:auto;padding-block:1rem 2.5rem;color:var(--muted);font-size:.875rem}
footer .column{padding-inline:2rem}
footer .column>*+*{margin-top:.25rem}
footer a{display:inline-flex;align-items:center;min-height:44px}
@media (min-width:40rem){
h1{font-size:2rem}
.column{padding-inline:1.5rem}
.band{padding-block:1.25rem 6.5rem}
.band .column{padding-inline:1.5rem}
.sheet{padding:3rem}
.button{width:auto}
.facts{grid-template-columns:repeat(auto-fit,minmax(12rem,1fr))}
footer .column{padding-inline:4.5rem}
}
@media (prefers-contrast:more){:root{--muted:var(--ink);--line:var(--field)}}
@media (forced-colors:active){.button,.sheet,.mark{border:2px solid}}
`;
}
