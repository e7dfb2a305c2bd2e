// Offers within a call.

/**
 * A browser acts on an offer of its own at once, and does not undo that when the offer is taken back: after a hold that was refused nothing
 * would be heard. So it gets such an offer together with the answer, but one that restarts ICE at once: its addresses have to be found.
 * @param handler of SIP.js, for the descriptions of one call
 */
export function setWithAnswer(handler) {
    const {peerConnection} = handler;
    const original = {};
    for (const name of ["getDescription", "setDescription", "setLocalSessionDescription", "getLocalSessionDescription"])
        original[name] = handler[name].bind(handler);
    let restarts = false;
    let offered;
    handler.getDescription = (options, modifiers) => {
        restarts = options?.offerOptions?.iceRestart ?? false;
        return original.getDescription(options, modifiers);
    };
    handler.setLocalSessionDescription = async description => {
        if (description.type === "offer" && peerConnection.currentLocalDescription && !restarts)
            offered = description;
        else
            await original.setLocalSessionDescription(description);
    };
    handler.getLocalSessionDescription = async () => offered ?? original.getLocalSessionDescription();
    handler.setDescription = async (sdp, options, modifiers) => {
        const offer = offered;
        offered = undefined;
        if (offer)
            await original.setLocalSessionDescription(offer);
        return original.setDescription(sdp, options, modifiers);
    };
    handler.rollbackDescription = async () => {
        offered = undefined;
        if (peerConnection.signalingState === "have-local-offer")
            await peerConnection.setLocalDescription({type: "rollback"});
    };
}
