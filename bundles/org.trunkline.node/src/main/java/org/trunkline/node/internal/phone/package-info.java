/** Phone cards: where a phone registers, its password, and files that it can fetch: with the password for a short time, without it later. */
@NullMarked
package org.trunkline.node.internal.phone;

import org.jspecify.annotations.NullMarked;
