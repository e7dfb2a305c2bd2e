/** What jain-sip loads by name: its loggers. */
@NullMarked
package org.trunkline.sip.jain.stack;

import org.jspecify.annotations.NullMarked;
