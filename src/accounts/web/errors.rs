//! What goes wrong for somebody who is logged in is told on a page of the office, with their menu.

use actix_web::{
    FromRequest as _, HttpRequest,
    body::{BoxBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::StatusCode,
    middleware::Next,
};

use super::Staff;
use crate::{
    message::Message,
    web::{errors, origin, typed},
};

/// Answers the failed requests of staff; all others are left to [`errors::show`].
pub async fn show(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await?;
    let asks = response.request();
    if !response.status().is_client_error()
        || response.status() == StatusCode::UNAUTHORIZED
        || errors::wants_json(asks)
    {
        return Ok(response.map_into_boxed_body());
    }
    let Some((status, message)) = errors::refused(&response) else {
        return Ok(response.map_into_boxed_body());
    };
    let staff = Staff::from_request(asks, &mut Payload::None).await;
    let staff = staff.ok().filter(|staff| staff.session.is_some());
    let page = match staff {
        Some(staff) => page(&staff, asks, status, &message).await,
        None => None,
    };
    Ok(match page {
        Some(page) => response.into_response(page),
        None => response.map_into_boxed_body(),
    })
}

/// The page, unless the session has ended.
async fn page(
    staff: &Staff,
    asks: &HttpRequest,
    status: StatusCode,
    message: &Message,
) -> Option<actix_web::HttpResponse> {
    let (viewer, ()) = staff.read(|_, _| Ok(())).await.ok()?;
    let detail = staff.say(message);
    let mut page = errors::page(status, message, &detail);
    if status == StatusCode::CONFLICT {
        page["before"] = origin::page_before(asks).into();
    }
    page["home"] = viewer.role.home().into();
    page["typed"] = typed::of(asks, staff).into();
    staff.show_with(status, &viewer, "errors/staff", page).ok()
}
