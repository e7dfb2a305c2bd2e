// The texts of the page in the reader's language.
const LANGUAGES = ["en", "sv", "zh", "id"];
const KEPT = "language";
const all = await (await fetch("words.json")).json();
let language = [localStorage.getItem(KEPT), ...navigator.languages.map(each => each.split("-")[0])]
    .find(each => LANGUAGES.includes(each)) ?? LANGUAGES[0];

export function word(key, ...args) {
    const text = all[language][key] ?? key;
    return args.reduce((said, arg, i) => said.replaceAll(`{${i}}`, arg), text);
}

/** Writes every text of the page, and again where the reader chooses another language. */
export function translate(select, changed) {
    const write = () => {
        document.documentElement.lang = language;
        document.title = word("phone");
        document.querySelector("link[rel=manifest]").href = `phone-${language}.webmanifest`;
        for (const each of document.querySelectorAll("[data-word]"))
            each.textContent = word(each.dataset.word);
        for (const each of document.querySelectorAll("[data-label]"))
            each.ariaLabel = word(each.dataset.label);
        changed();
    };
    select.value = language;
    select.addEventListener("change", () => {
        language = select.value;
        localStorage.setItem(KEPT, language);
        write();
    });
    write();
}
