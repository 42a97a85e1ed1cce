#include "speech/whisper/batched/graph.hpp"

#include <ggml-cpu.h>

#include <utility>

#include "speech/whisper/engine_errors.hpp"

namespace podpromo {

namespace {

constexpr std::size_t kMostNodes = 4096;  // the largest model's encoder has some 1000, its decoder 1500

bool asked_to_stop(void* token) { return static_cast<const std::stop_token*>(token)->stop_requested(); }

}  // namespace

GgmlContext tensors_without_data(std::size_t tensors) {
  return GgmlContext(
      ggml_init({.mem_size = ggml_tensor_overhead() * tensors, .mem_buffer = nullptr, .no_alloc = true}));
}

ggml_tensor* Graph::input(ggml_type type, const std::vector<std::int64_t>& size) const {
  ggml_tensor* tensor = ggml_new_tensor(context(), type, static_cast<int>(size.size()), size.data());
  ggml_set_input(tensor);
  return tensor;
}

void Graph::output(ggml_tensor* tensor) const {
  ggml_set_output(tensor);
  ggml_build_forward_expand(graph_, tensor);
}

GraphRunner::GraphRunner(GgmlBackend backend, GgmlAllocator allocator)
    : backend_(std::move(backend)),
      allocator_(std::move(allocator)),
      memory_(2 * ggml_tensor_overhead() * kMostNodes + ggml_graph_overhead_custom(kMostNodes, false)) {
  // Workers are threads of ours: more threads inside each would only fight over the cores.
  ggml_backend_cpu_set_n_threads(backend_.get(), 1);
  ggml_backend_cpu_set_abort_callback(backend_.get(), asked_to_stop, &stop_);
}

Result<std::unique_ptr<GraphRunner>> GraphRunner::make() {
  GgmlBackend backend(ggml_backend_cpu_init());
  GgmlAllocator allocator(ggml_gallocr_new(ggml_backend_cpu_buffer_type()));
  if (!backend || !allocator) return engine_failed("ggml_backend_cpu_init");
  return std::unique_ptr<GraphRunner>(new GraphRunner(std::move(backend), std::move(allocator)));
}

Graph GraphRunner::begin() {
  Graph graph;
  graph.context_.reset(ggml_init({.mem_size = memory_.size(), .mem_buffer = memory_.data(), .no_alloc = true}));
  graph.graph_ = ggml_new_graph_custom(graph.context(), kMostNodes, false);
  return graph;
}

Done GraphRunner::prepare(const Graph& graph) {
  if (!ggml_gallocr_alloc_graph(allocator_.get(), graph.graph_)) return engine_failed("ggml_gallocr_alloc_graph");
  return {};
}

Done GraphRunner::run(const Graph& graph) {
  const ggml_status status = ggml_backend_graph_compute(backend_.get(), graph.graph_);
  if (stop_.stop_requested()) return failure(Fault::cancelled, "listening was stopped");
  if (status != GGML_STATUS_SUCCESS) return engine_failed(ggml_status_to_string(status));
  return {};
}

}  // namespace podpromo
