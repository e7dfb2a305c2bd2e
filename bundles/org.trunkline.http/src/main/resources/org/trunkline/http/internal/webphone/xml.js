// What the documents of this page have in common.

export function escaped(text) {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** @return tells the elements of a name, whatever namespace they are in */
export function elements(text) {
    const xml = new DOMParser().parseFromString(text, "application/xml");
    return name => [...xml.getElementsByTagNameNS("*", name)];
}
