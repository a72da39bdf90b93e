"""The MiniLM network as it is exported: the reference's weights, laid out so that int8 suits it.

Dynamic int8 gives a whole activation tensor one scale, and this model has a few channels and a
few tokens far larger than the rest, which then take nearly all 256 steps. Two exact rewritings,
measured in docs/models.md, move them away before quantising: channels are scaled down and the
weights they meet scaled up (SmoothQuant, Xiao et al. 2023), and where tokens differ most each
token's row is divided by its largest value and multiplied back afterwards.

Needs torch; imported only while preparing a model.
"""

from collections.abc import Iterable
from typing import Any

import torch
from torch.nn import functional

SMOOTHING = 0.6  # how much of a channel's size moves into the weights: 0 none, 1 all
POSITIONS = 256
LEAST = 1e-5  # a channel or a token smaller than this is not scaled up


class Linear(torch.nn.Module):  # type: ignore[misc, unused-ignore]  # torch may not be installed
    """x @ weight + bias, for one or several of the reference's layers side by side."""

    def __init__(self, layers: Iterable[Any], per_token: bool = False) -> None:
        super().__init__()
        parts = list(layers)
        self.weight = torch.cat([part.weight.detach() for part in parts]).t().contiguous()
        self.bias = torch.cat([part.bias.detach() for part in parts])
        self.per_token = per_token
        self.largest: Any = torch.full((self.weight.shape[0],), LEAST)
        self.shrink: Any = None

    def forward(self, x: Any) -> Any:
        """Give (texts, tokens, out) from (texts, tokens, in)."""
        if self.shrink is not None:
            x = x * self.shrink
        if not self.per_token:
            return x @ self.weight + self.bias
        rows = x.abs().amax(-1, keepdim=True) + LEAST
        return ((x / rows) @ self.weight) * rows + self.bias

    def watch(self, x: Any) -> None:
        """Remember the largest value seen in each channel."""
        self.largest = torch.maximum(self.largest, x.abs().amax((0, 1)))

    def smooth(self) -> None:
        """Move the size of large channels into the weights; the result stays the same."""
        weights = self.weight.abs().amax(1).clamp(min=LEAST)
        factor = self.largest**SMOOTHING / weights ** (1 - SMOOTHING)
        self.weight = self.weight * factor[:, None]
        self.shrink = 1 / factor


class Layer(torch.nn.Module):  # type: ignore[misc, unused-ignore]
    """One transformer layer; query, key and value are one multiplication."""

    def __init__(self, layer: Any) -> None:
        super().__init__()
        attention = layer.attention
        own = attention.self
        self.heads, self.width = own.num_attention_heads, own.attention_head_size
        self.project = Linear([own.query, own.key, own.value])
        self.mix = Linear([attention.output.dense])
        self.after_attention = attention.output.LayerNorm
        self.widen = Linear([layer.intermediate.dense])
        self.narrow = Linear([layer.output.dense], per_token=True)
        self.after_all = layer.output.LayerNorm

    def forward(self, x: Any, blocked: Any) -> Any:
        """Give (texts, tokens, 384) from the same; `blocked` is very negative at padding."""
        shape = (x.shape[0], x.shape[1], self.heads, self.width)
        parts = self.project(x).split(self.heads * self.width, -1)
        query, key, value = (part.reshape(shape).transpose(1, 2) for part in parts)
        seen = query @ key.transpose(-1, -2) * self.width**-0.5 + blocked
        mixed = (torch.softmax(seen, -1) @ value).transpose(1, 2).reshape(x.shape)
        x = self.after_attention(x + self.mix(mixed))
        return self.after_all(x + self.narrow(functional.gelu(self.widen(x))))


class Network(torch.nn.Module):  # type: ignore[misc, unused-ignore]
    """Token numbers to unit vectors: embedding, layers, mean over the mask, normalising."""

    def __init__(self, bert: Any) -> None:
        super().__init__()
        embedding = bert.embeddings
        self.words = embedding.word_embeddings
        # One text is always "segment 0", so its vector can be added to the positions beforehand.
        first = embedding.token_type_embeddings.weight[0]
        self.places = (embedding.position_embeddings.weight + first)[:POSITIONS].detach()
        self.start = embedding.LayerNorm
        self.layers = torch.nn.ModuleList(Layer(layer) for layer in bert.encoder.layer)

    def forward(self, input_ids: Any, attention_mask: Any) -> Any:
        """Give (texts, 384) from two int64 tensors (texts, tokens)."""
        mask = attention_mask.float()
        blocked = (mask[:, None, None, :] - 1) * 1e4
        x = self.start(self.words(input_ids) + self.places[: input_ids.shape[1]])
        for layer in self.layers:
            x = layer(x, blocked)
        weights = mask[:, :, None]
        return functional.normalize((x * weights).sum(1) / weights.sum(1), dim=1)


def smooth(network: Network, token_ids: Iterable[list[int]]) -> None:
    """Run the given texts through the network, then smooth each multiplication by what it saw."""
    linears = [part for part in network.modules() if isinstance(part, Linear)]
    hooks = [part.register_forward_pre_hook(_watch) for part in linears]
    with torch.no_grad():
        for ids in token_ids:
            row = torch.tensor([ids])
            network(row, torch.ones_like(row))
    for hook in hooks:
        hook.remove()
    for part in linears:
        part.smooth()


def _watch(linear: Any, arguments: Any) -> None:
    linear.watch(arguments[0])
