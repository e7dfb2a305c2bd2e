/** Audio codecs of plug-ins, for the media relay. */
@NullMarked
package org.trunkline.node.internal.codec;

import org.jspecify.annotations.NullMarked;
