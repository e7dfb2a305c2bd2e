/** The legs of calls: dialogs, INVITEs, session timers (RFC 3261 §12 to §15). */
@NullMarked
package org.trunkline.engine.call.dialog;

import org.jspecify.annotations.NullMarked;
