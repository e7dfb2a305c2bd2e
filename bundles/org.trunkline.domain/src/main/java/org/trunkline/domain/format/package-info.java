/** Formats that several bundles read or write: media types, XML text, CPIM messages and the notifications of their delivery. */
@NullMarked
package org.trunkline.domain.format;

import org.jspecify.annotations.NullMarked;
