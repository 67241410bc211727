// Image: a picture by URL. Its content space is natural pixels after EXIF orientation, so image_rotation is always 0.
#include "tagkit/tag_type.hpp"

#include <algorithm>

namespace tw {
namespace {

class ImageModel final : public ObjectModel {
public:
    ImageModel(std::string url, ImageSource* source) : url_(std::move(url)), source_(source) {}

    Status status() const override { return status_; }
    Error error() const override { return error_; }
    double progress() const override { return state_ == nullptr ? 0 : state_->progress; }
    Size content_size() const override { return natural_px_; }
    bool zooms() const override { return true; }
    std::uint64_t revision() const override { return version_; }
    const ImageState* image() const override { return state_; }

    bool poll() override {
        if (url_.empty() || source_ == nullptr)
            return false;
        state_ = &source_->image(url_);
        const Status now = state_->status == ImageState::Status::ready    ? Status::ready
                           : state_->status == ImageState::Status::failed ? Status::failed
                                                                          : Status::loading;
        const bool changed = now != status_ || state_->natural_px != natural_px_ || state_->version != version_;
        status_ = now;
        natural_px_ = state_->natural_px;
        version_ = state_->version;
        error_ = now == Status::failed ? state_->error : Error{};
        return changed;
    }

    void give_up(Error error) {
        status_ = Status::failed;
        error_ = std::move(error);
    }

private:
    std::string url_;
    ImageSource* source_;
    const ImageState* state_ = nullptr;
    Status status_ = Status::loading;
    Size natural_px_;
    std::uint64_t version_ = 0;
    Error error_;
};

class ImageObject final : public ObjectHooks {
public:
    std::unique_ptr<ObjectModel> make_model(const TagNode& node, const Json& value,
                                            const ObjectServices& services) const override {
        std::string url = value.is_string() ? value.get<std::string>() : std::string{};
        auto model = std::make_unique<ImageModel>(url, services.images);
        Where where = node.where;
        where.pointer = std::string(node.get("value"));
        if (url.empty() && node.attribute("valuelist") != nullptr)
            model->give_up(error_of(say("image-list"), where));
        else if (url.empty())
            model->give_up(error_of(say("data-missing.image"), where));
        else if (services.images == nullptr)
            model->give_up(error_of(say("image-fetch"), where));
        else
            model->poll();
        return model;
    }

    Json result_extras(const ObjectModel& model) const override {
        const Size natural_px = model.content_size();
        if (natural_px.w <= 0 || natural_px.h <= 0)
            return Json::object();
        return {{"original_width", std::int64_t(natural_px.w)},
                {"original_height", std::int64_t(natural_px.h)},
                {"image_rotation", 0}};
    }
};

class ImageBox final : public BoxHooks {
public:
    Size measure(const BoxContext& context, double width_px) const override {
        const double most_px = context.viewport_height_px > 0 ? std::max(200.0, context.viewport_height_px * 0.7) : 480;
        const Size natural_px = context.object == nullptr ? Size{} : context.object->content_size();
        const double wanted_px = natural_px.w > 0 ? width_px * natural_px.h / natural_px.w : 320;
        return {width_px, std::clamp(wanted_px, 160.0, most_px)};
    }
    bool grows() const override { return true; }
};

AttributeSpec flag(std::string name, std::string fallback, std::string help) {
    return {.name = std::move(name),
            .type = AttributeType::boolean,
            .fallback = std::move(fallback),
            .help = std::move(help)};
}

} // namespace

std::vector<const TagType*> image_tags() {
    static const ImageObject object;
    static const ImageBox box;
    static const TagType image{
        .name = "Image",
        .kind = TagKind::object,
        .attributes =
            {
                {.name = "name", .type = AttributeType::name, .help = "Name that controls point to.", .required = true},
                {.name = "value", .type = AttributeType::value, .help = "Task field with the address of the image."},
                {.name = "valueList", .type = AttributeType::value, .help = "Task field with a list of addresses."},
                flag("smoothing", "true", "Smooths the picture when it is enlarged."),
                {.name = "width", .type = AttributeType::css, .fallback = "100%", .help = "Width of the canvas."},
                {.name = "maxWidth",
                 .type = AttributeType::css,
                 .fallback = "750px",
                 .help = "Greatest width of the canvas."},
                {.name = "height", .type = AttributeType::css, .help = "Height of the canvas."},
                {.name = "maxHeight", .type = AttributeType::css, .help = "Greatest height of the canvas."},
                flag("zoom", "false", "Allows zooming with the wheel."),
                flag("zoomControl", "true", "Shows the zoom buttons."),
                {.name = "zoomBy",
                 .type = AttributeType::number,
                 .fallback = "1.1",
                 .help = "Factor of one zoom step."},
                flag("negativeZoom", "false", "Allows zooming out below the fitting size."),
                {.name = "defaultZoom",
                 .type = AttributeType::choice,
                 .fallback = "fit",
                 .help = "Zoom when the task opens.",
                 .choices = {"auto", "original", "fit"}},
                flag("grid", "false", "Lays a grid over the picture."),
                {.name = "gridSize",
                 .type = AttributeType::integer,
                 .fallback = "30",
                 .help = "Width of a grid cell in pixels."},
                {.name = "gridColor",
                 .type = AttributeType::color,
                 .fallback = "#EEEEF4",
                 .help = "Colour of the grid."},
                flag("brightnessControl", "false", "Shows a slider for brightness."),
                flag("contrastControl", "false", "Shows a slider for contrast."),
                flag("rotateControl", "false", "Shows buttons that turn the picture."),
                flag("crosshair", "false", "Shows lines through the pointer."),
                {.name = "horizontalAlignment",
                 .type = AttributeType::choice,
                 .fallback = "left",
                 .help = "Where a picture narrower than its canvas stands.",
                 .choices = {"left", "center", "right"}},
                {.name = "verticalAlignment",
                 .type = AttributeType::choice,
                 .fallback = "top",
                 .help = "Where a picture lower than its canvas stands.",
                 .choices = {"top", "center", "bottom"}},
                {.name = "crossOrigin",
                 .type = AttributeType::choice,
                 .fallback = "none",
                 .help = "Credentials sent when the image comes from another origin.",
                 .choices = {"none", "anonymous", "use-credentials"}},
            },
        .object = &object,
        .box = &box,
    };
    return {&image};
}

} // namespace tw
