@NullMarked
package org.trunkline.testkit.node;

import org.jspecify.annotations.NullMarked;
