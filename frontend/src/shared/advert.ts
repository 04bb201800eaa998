/** The fields of an advert that scripts show. The API gives more. */
export interface Advert {
  id: number;
  title: string;
  price: number;
  location: string;
  image: string | null;
  pictures: { thumbnail: string }[];
}
