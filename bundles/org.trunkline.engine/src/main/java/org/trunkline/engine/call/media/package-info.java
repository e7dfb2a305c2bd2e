/** The relay of a call. */
@NullMarked
package org.trunkline.engine.call.media;

import org.jspecify.annotations.NullMarked;
