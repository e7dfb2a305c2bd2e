@NullMarked
package org.trunkline.testkit;

import org.jspecify.annotations.NullMarked;
