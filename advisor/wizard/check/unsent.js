// A field of a form is read by the page when the form is sent, and not before: what was typed would go with the field.
const {set} = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
const PAUSE_MS = 50;
let typed, over;  // `over`: what had been sent when it was typed

export default function ({data}) {
    const take = (left) => {
        const field = document.querySelector(data.field);
        if (!field) {
            if (left) setTimeout(() => take(left - 1), PAUSE_MS);
            return;
        }
        if (over === data.sent && typed !== field.value) {
            set.call(field, typed);
            field.dispatchEvent(new Event("input", {bubbles: true}));
        }
        field.oninput = () => { [typed, over] = [field.value, data.sent]; };
    };
    take(20);
}
