package org.trunkline.node.internal.analysis;

import org.trunkline.domain.cdr.Cdr;

/** An extension that is asked about calls that have ended. Never throws; nothing where the extension fails. */
interface RecordSource {
    RecordAdditions additions(Cdr cdr);
}
