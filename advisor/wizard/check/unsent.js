// A field of a form is read by the page when the form is sent, and not before: what was typed would go with the field.
const {set} = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
const PAUSE_MS = 50;
let typed, over;  // `over`: what had been sent when it was typed
let watch;

export default function ({data}) {
    const look = () => {
        const field = document.querySelector(data.field);
        if (!field) return;  // a busy browser shows it later, or the one of the page before for a while
        field.oninput = () => { [typed, over] = [field.value, data.sent]; };
        if (over === data.sent && typed !== field.value) {
            set.call(field, typed);
            field.dispatchEvent(new Event("input", {bubbles: true}));
        }
    };
    clearInterval(watch);
    watch = setInterval(look, PAUSE_MS);
    look();
    return () => clearInterval(watch);
}
