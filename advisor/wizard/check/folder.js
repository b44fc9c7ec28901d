// Packs a folder into one zip file, stored as it is, and hands it to the uploader of the page: of a thousand files that
// are uploaded one by one each takes a request and a look at all the others.
const CRC = Uint32Array.from({length: 256}, (_, n) => {
    for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n;
});
const MOST_FILES = 65000;

const crc = (bytes) => {
    let sum = ~0;
    for (const byte of bytes) sum = CRC[(sum ^ byte) & 255] ^ (sum >>> 8);
    return ~sum >>> 0;
};

// A header of the zip format: its signature, and numbers of two bytes, or of four where they stand in a list.
const header = (signature, ...fields) => {
    const view = new DataView(new ArrayBuffer(4 + fields.reduce((sum, one) => sum + (Array.isArray(one) ? 4 : 2), 0)));
    view.setUint32(0, signature, true);
    let at = 4;
    for (const one of fields) {
        if (Array.isArray(one)) view.setUint32(at, one[0], true);
        else view.setUint16(at, one, true);
        at += Array.isArray(one) ? 4 : 2;
    }
    return view;
};

const packed = async (files) => {
    const parts = [], listed = [];
    let offset = 0;
    for (const file of files) {
        const name = new TextEncoder().encode(file.webkitRelativePath);
        const sum = crc(new Uint8Array(await file.arrayBuffer()));
        const [utf8, stored, day] = [0x800, 0, 33];
        const about = [20, utf8, stored, 0, day, [sum], [file.size], [file.size], name.length, 0];
        const head = header(0x04034b50, ...about);
        parts.push(head, name, file);
        listed.push(header(0x02014b50, 20, ...about, 0, 0, 0, [0], [offset]), name);
        offset += head.byteLength + name.length + file.size;
    }
    const size = listed.reduce((sum, one) => sum + one.byteLength, 0);
    const end = header(0x06054b50, 0, 0, files.length, files.length, [size], [offset], 0);
    return new Blob([...parts, ...listed, end]);
};

export default function ({data, parentElement}) {
    const input = parentElement.querySelector("input");
    const status = parentElement.querySelector("[role=status]");
    input.onchange = async () => {
        const files = [...input.files];
        if (!files.length) return;
        const bytes = files.reduce((sum, file) => sum + file.size, 0);
        const megabytes = (bytes / 1048576).toFixed(0);
        if (bytes > data.megabytes * 1048576 || files.length > MOST_FILES) {
            status.textContent = `This folder holds ${files.length} files of ${megabytes} MB together, which is more than`
                + ` is uploaded. ${data.instead}`;
            return;
        }
        status.textContent = `Packing ${files.length} files ...`;
        const name = files[0].webkitRelativePath.split("/")[0];
        const held = new DataTransfer();
        held.items.add(new File([await packed(files)], `${name}.zip`, {type: "application/zip"}));
        const uploader = document.querySelector(data.uploader);
        uploader.files = held.files;
        uploader.dispatchEvent(new Event("change", {bubbles: true}));
        status.textContent = `${files.length} files of ${name}, packed into one.`;
        input.value = "";
    };
}
