// How many bits a second of speech are sent.

const LITTLE = 0.03;
const MUCH = 0.1;
/** Opus in wideband with in-band FEC still has good speech. */
const LOW = 16_000;
const MIDDLE = 24_000;
/** Reports without loss before more is sent: fewer, and a link that is full would be filled again at once. */
const CALM = 3;

/** Goes down with the loss that the other side reports: a link that is full loses less then, and FEC repeats what is lost. */
export class SpeechRate {
    #rate;
    #calm = 0;

    /** @param loss of the last report, 0 to 1 @returns bits a second; undefined for the browser's own choice */
    next(loss) {
        this.#calm = loss < LITTLE / 3 ? this.#calm + 1 : 0;
        if (loss >= MUCH)
            this.#rate = LOW;
        else if (loss >= LITTLE)
            this.#rate ??= MIDDLE;
        else if (this.#calm >= CALM) {
            this.#rate = this.#rate === LOW ? MIDDLE : undefined;
            this.#calm = 0;
        }
        return this.#rate;
    }
}
