/** The configuration that decided a call, in the details of the call. */
@NullMarked
package org.trunkline.ui.trunks.internal.past;

import org.jspecify.annotations.NullMarked;
