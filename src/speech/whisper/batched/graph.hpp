#pragma once

#include <ggml-alloc.h>
#include <ggml-backend.h>
#include <ggml.h>

#include <cstddef>
#include <memory>
#include <stop_token>
#include <vector>

#include "base/result.hpp"

namespace podpromo {

struct FreeGgml {
  void operator()(ggml_context* context) const { ggml_free(context); }
  void operator()(ggml_backend* backend) const { ggml_backend_free(backend); }
  void operator()(ggml_backend_buffer* buffer) const { ggml_backend_buffer_free(buffer); }
  void operator()(ggml_gallocr* allocator) const { ggml_gallocr_free(allocator); }
};
using GgmlContext = std::unique_ptr<ggml_context, FreeGgml>;
using GgmlBackend = std::unique_ptr<ggml_backend, FreeGgml>;
using GgmlBuffer = std::unique_ptr<ggml_backend_buffer, FreeGgml>;
using GgmlAllocator = std::unique_ptr<ggml_gallocr, FreeGgml>;

// Room for `tensors` tensors that are given their memory later.
GgmlContext tensors_without_data(std::size_t tensors);

// A calculation while it is written down, and its results until the next one is begun.
class Graph {
 public:
  ggml_context* context() const { return context_.get(); }
  // A tensor that is filled between GraphRunner::prepare() and run().
  ggml_tensor* input(ggml_type type, const std::vector<std::int64_t>& size) const;
  // `tensor` is calculated, and keeps its value until the end.
  void output(ggml_tensor* tensor) const;
  // `tensor` is calculated after what was asked for before, for what it writes elsewhere.
  void effect(ggml_tensor* tensor) const { ggml_build_forward_expand(graph_, tensor); }

 private:
  friend class GraphRunner;
  GgmlContext context_;
  ggml_cgraph* graph_ = nullptr;
};

// One worker's calculator: a single thread, and memory for intermediate results that all its graphs share.
class GraphRunner {
 public:
  // Fails with internal when there is no memory for it.
  static Result<std::unique_ptr<GraphRunner>> make();
  // From now on a run ends soon after `stop` was asked for.
  void stop_with(std::stop_token stop) { stop_ = std::move(stop); }
  const std::stop_token& stop() const { return stop_; }

  // An empty graph. The one before it is gone, with its results.
  Graph begin();
  // Gives every tensor of `graph` its memory.
  Done prepare(const Graph& graph);
  // Calculates a prepared graph. Fails with cancelled or internal.
  Done run(const Graph& graph);

 private:
  GraphRunner(GgmlBackend backend, GgmlAllocator allocator);
  GgmlBackend backend_;
  GgmlAllocator allocator_;
  std::vector<std::byte> memory_;  // of the tensors' descriptions
  std::stop_token stop_;
};

}  // namespace podpromo
