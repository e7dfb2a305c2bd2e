/** What is said of a call that has ended: the ratings of codecs, and the findings of analysers. */
@NullMarked
package org.trunkline.node.internal.analysis;

import org.jspecify.annotations.NullMarked;
