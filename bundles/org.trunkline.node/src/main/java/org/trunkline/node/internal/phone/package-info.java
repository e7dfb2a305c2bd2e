/** Phone cards: where a phone registers, its password, and files that it can fetch for a short time. */
@NullMarked
package org.trunkline.node.internal.phone;

import org.jspecify.annotations.NullMarked;
