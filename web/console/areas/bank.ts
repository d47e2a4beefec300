/** Pages of customers, catalogue, people and one's own account; one script, see `lazy_page.tsx`. */
export { AccountPage } from "../account/account_page.tsx";
export { ArticlePage, NewArticlePage } from "../articles/article_page.tsx";
export { ArticlesPage } from "../articles/articles_page.tsx";
export { CataloguePage } from "../catalogue/catalogue_page.tsx";
export { NewProductPage } from "../catalogue/new_product_page.tsx";
export { ProductPage } from "../catalogue/product_page.tsx";
export { CustomerPage } from "../customers/customer_page.tsx";
export { CustomersPage } from "../customers/customers_page.tsx";
export { ImportPage } from "../customers/import_page.tsx";
export { NewStaffPage } from "../people/new_staff_page.tsx";
export { PeoplePage } from "../people/people_page.tsx";
export { StaffPage } from "../people/staff_page.tsx";
