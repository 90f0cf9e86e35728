/** Whole screens are drawn without a browser here, which takes its time on a busy machine. */
import { configure } from '@testing-library/svelte';

configure({ asyncUtilTimeout: 20_000 });
