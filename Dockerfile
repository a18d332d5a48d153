# One image for the simulator and for the load that is put on it. Nothing is compiled, and no tool of ours is left in it.
# Pinned by exact tags: their digests were out of reach where this was written.
FROM python:3.11.15-slim-bookworm AS python
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1


FROM python AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
COPY requirements.lock ./
# Whatever is installed below comes from here, so the lock's hashes hold for all of it.
RUN pip download --require-hashes --only-binary=:all: --requirement=requirements.lock --dest=/wheels
COPY pyproject.toml README.md ./
COPY gateway_client ./gateway_client
COPY simulator ./simulator
COPY scenarios ./scenarios
COPY load ./load
COPY xsd ./xsd
RUN pip wheel --no-index --find-links=/wheels --no-deps --wheel-dir=/wheels .
RUN python -m venv --without-pip /srv/kouan
RUN pip --python=/srv/kouan/bin/python install --no-index --find-links=/wheels "kouan[amqp,load,postgres]"
# A path for locust that does not depend on where Python keeps packages.
RUN cd /srv/kouan && ln -s "$(echo lib/python3.*/site-packages/simulator/data/load)" load && test -f load/locustfile.py


FROM python
RUN groupadd --gid=10001 kouan \
 && useradd --uid=10001 --gid=10001 --no-create-home --home-dir=/var/lib/kouan --shell=/usr/sbin/nologin kouan \
 && install --directory --owner=10001 --group=10001 /var/lib/kouan
COPY --from=build /srv/kouan /srv/kouan
ENV PATH=/srv/kouan/bin:$PATH
USER 10001:10001
# kouan.db is here, unless --db says otherwise: docker run --volume kouan:/var/lib/kouan.
WORKDIR /var/lib/kouan
EXPOSE 8765
# Whatever proxies this machine knows, they are not asked.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "from urllib.request import ProxyHandler, build_opener; build_opener(ProxyHandler({})).open('http://127.0.0.1:8765/_kouan/health', timeout=4)"]
ENTRYPOINT ["kouan"]
CMD ["up", "--host=0.0.0.0"]
