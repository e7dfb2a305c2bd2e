@NullMarked
package org.trunkline.cdr.lucene.internal.query;

import org.jspecify.annotations.NullMarked;
