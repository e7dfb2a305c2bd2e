/** Technical settings of the node as a form. */
@NullMarked
package org.trunkline.ui.trunks.internal.settings;

import org.jspecify.annotations.NullMarked;
