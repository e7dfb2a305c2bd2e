@NullMarked
package org.trunkline.node.internal.config;

import org.jspecify.annotations.NullMarked;
