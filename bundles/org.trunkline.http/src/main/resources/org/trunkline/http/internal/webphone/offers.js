// Offers and answers of a call.
import {defaultMediaStreamFactory, SessionDescriptionHandler} from "./sip-0.21.2.2.js";

const microphoneAndCamera = defaultMediaStreamFactory();

/**
 * A browser acts on an offer of its own at once, and does not undo that when the offer is taken back: after a hold that was refused nothing
 * would be heard. So within a call it gets its offer together with the answer, but one that restarts ICE at once: its addresses have to be
 * found.
 */
class Descriptions extends SessionDescriptionHandler {
    #offered;
    #restarts = false;

    getDescription(options, modifiers) {
        this.#restarts = options?.offerOptions?.iceRestart ?? false;
        return super.getDescription(options, modifiers);
    }

    async setLocalSessionDescription(description) {
        if (description.type === "offer" && this.peerConnection.currentLocalDescription && !this.#restarts)
            this.#offered = description;
        else
            await super.setLocalSessionDescription(description);
    }

    async getLocalSessionDescription() {
        return this.#offered ?? super.getLocalSessionDescription();
    }

    async setDescription(sdp, options, modifiers) {
        const offer = this.#offered;
        this.#offered = undefined;
        if (offer)
            await super.setLocalSessionDescription(offer);
        return super.setDescription(sdp, options, modifiers);
    }

    async rollbackDescription() {
        this.#offered = undefined;
        if (this.peerConnection.signalingState === "have-local-offer")
            await this.peerConnection.setLocalDescription({type: "rollback"});
    }
}

/**
 * What SIP.js makes the descriptions of a call with.
 * @param peer configuration of the browser's connection
 * @param iceGatheringTimeout in ms, to find addresses before an offer or answer is sent
 */
export function descriptions(peer, iceGatheringTimeout) {
    return session => new Descriptions(session.userAgent.getLogger("sip.Descriptions"), microphoneAndCamera,
        {iceGatheringTimeout, peerConnectionConfiguration: peer});
}
