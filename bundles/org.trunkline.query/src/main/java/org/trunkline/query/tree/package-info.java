/** The query language as a tree: the parser, and errors with their position and correction. */
@NullMarked
package org.trunkline.query.tree;

import org.jspecify.annotations.NullMarked;
