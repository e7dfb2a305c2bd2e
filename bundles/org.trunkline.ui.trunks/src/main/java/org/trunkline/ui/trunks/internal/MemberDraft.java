package org.trunkline.ui.trunks.internal;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.trunkline.api.config.SubscriberDraft;

/** A subscriber to save, and the names of all ring groups that it shall be in. */
record MemberDraft(SubscriberDraft subscriber, List<String> groups) {
    MemberDraft {
        requireNonNull(subscriber);
        groups = List.copyOf(groups);
    }
}
