/** The section of the profile that is open; kept while the person looks at other views. */
import type { SectionId } from '../../../shared/profile/fields.ts';

class ProfilePlace {
  section: SectionId | 'findings' = $state('engagement');
}

export const profilePlace = new ProfilePlace();
