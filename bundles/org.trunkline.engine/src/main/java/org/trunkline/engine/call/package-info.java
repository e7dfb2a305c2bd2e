/** The life of one call: its mailbox, legs, search for a callee, conversation, record. */
@NullMarked
package org.trunkline.engine.call;

import org.jspecify.annotations.NullMarked;
