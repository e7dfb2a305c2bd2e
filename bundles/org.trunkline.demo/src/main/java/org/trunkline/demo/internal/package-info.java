@NullMarked
package org.trunkline.demo.internal;

import org.jspecify.annotations.NullMarked;
