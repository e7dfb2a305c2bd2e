/** The guides inside the desk, and what a support request needs: log and diagnosis. */
@NullMarked
package org.trunkline.ui.help.internal;

import org.jspecify.annotations.NullMarked;
