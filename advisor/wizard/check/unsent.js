// A field of a form is read by the page when the form is sent, and not before: what was typed would go with the field.
const {set} = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
const PAUSE_MS = 50;
let field, sent;  // what finds the field, and what was last sent of it
let typed, over;  // `over`: what had been sent when it was typed

document.addEventListener("input", ({target}) => { if (target.matches(field)) [typed, over] = [target.value, sent]; });

function look() {
    const shown = document.querySelector(field);  // a busy browser shows it later, or the one of the page before
    if (!shown || over !== sent || typed === shown.value) return;
    set.call(shown, typed);
    shown.dispatchEvent(new Event("input", {bubbles: true}));
}

export default function ({data}) {
    const first = field === undefined;
    ({field, sent} = data);
    const shown = document.querySelector(field);
    if (first && shown && shown.value !== sent) [typed, over] = [shown.value, sent];  // faster than this was loaded
    const watch = setInterval(look, PAUSE_MS);
    return () => clearInterval(watch);
}
