/** Templates of trunks that plug-ins bring, for the form of a new trunk. */
@NullMarked
package org.trunkline.ui.trunks.internal.template;

import org.jspecify.annotations.NullMarked;
