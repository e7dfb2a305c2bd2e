/** What components of the node have in common. */
@NullMarked
package org.trunkline.engine.component;

import org.jspecify.annotations.NullMarked;
